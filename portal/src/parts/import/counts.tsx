// Numbers that sum an import up.

import { t } from '../../text';

export function Counts({ counts }: { counts: [name: string, count: number][] }) {
  return (
    <dl className="cm-counts">
      {counts.map(([name, count]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{count.toLocaleString(t.language)}</dd>
        </div>
      ))}
    </dl>
  );
}
