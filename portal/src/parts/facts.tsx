// Names and values, one under the other.

import type { ReactNode } from 'react';
import './facts.css';

export function Facts({ facts }: { facts: [name: string, value: ReactNode][] }) {
  return (
    <dl className="cm-facts">
      {facts.map(([name, value]) => (
        <div key={name}><dt>{name}</dt><dd className="cm-wrap">{value}</dd></div>
      ))}
    </dl>
  );
}
