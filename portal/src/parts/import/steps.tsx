// Where we are in the import. Moving on takes the focus to the new step.

import { useEffect, useRef } from 'react';
import { CheckIcon } from '../icons';
import { t } from '../../text';

const NAMES = [t.import.stepFile, t.import.stepColumns, t.import.stepPreview, t.import.stepResult];

export function Steps({ at, names = NAMES }: { at: number; names?: string[] }) {
  const spoken = useRef<HTMLParagraphElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) spoken.current?.focus();
    isFirst.current = false;
  }, [at]);
  return (
    <div>
      <p ref={spoken} tabIndex={-1} className="cm-hidden">{t.import.step(at + 1, names.length, names[at] ?? '')}</p>
      <ol className="cm-steps" aria-label={t.import.steps}>
        {names.map((name, index) => (
          <li key={name} aria-current={index === at ? 'step' : undefined} data-done={index < at || undefined}>
            <span aria-hidden="true">{index < at ? <CheckIcon size={14} /> : index + 1}</span>{name}
          </li>
        ))}
      </ol>
    </div>
  );
}
