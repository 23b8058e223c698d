// The patterns of the three states in charts: full, striped, dotted. Whoever sees no colours tells
// them apart all the same.

import { VERDICTS, type Verdict } from './verdicts';
import './verdicts.css';

export const fillOf = (verdict: Verdict) => `url(#cm-pattern-${verdict})`;

/** Once on a page that draws with them. */
export function VerdictPatterns() {
  return (
    <svg width="0" height="0" className="cm-patterns" aria-hidden="true" focusable="false">
      <defs>
        <pattern id="cm-pattern-genuine" width="8" height="8" patternUnits="userSpaceOnUse">
          <rect width="8" height="8" fill="var(--cm-genuine)" />
        </pattern>
        <pattern id="cm-pattern-inactive" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="5" height="5" fill="var(--cm-surface)" />
          <rect width="3" height="5" fill="var(--cm-inactive)" />
        </pattern>
        <pattern id="cm-pattern-blacklisted" width="5" height="5" patternUnits="userSpaceOnUse">
          <rect width="5" height="5" fill="var(--cm-blacklisted)" />
          <circle cx="2.5" cy="2.5" r="1.1" fill="var(--cm-surface)" />
        </pattern>
      </defs>
    </svg>
  );
}

export function VerdictKey({ verdict }: { verdict: Verdict }) {
  return (
    <svg width="14" height="14" className="cm-verdict-key" data-verdict={verdict} aria-hidden="true" focusable="false">
      <rect x="0.5" y="0.5" width="13" height="13" rx="3" fill={fillOf(verdict)} />
    </svg>
  );
}

interface BarProps {
  counts: Record<Verdict, number>;
  /** What a full bar is. */
  of: number;
}

/** The three side by side. What it says is written beside it. */
export function VerdictBar({ counts, of }: BarProps) {
  let at = 0;
  return (
    <svg className="cm-verdict-bar" aria-hidden="true" focusable="false">
      {VERDICTS.map((verdict) => {
        const width = of > 0 ? (counts[verdict] / of) * 100 : 0;
        const x = at;
        at += width;
        return width > 0 && <rect key={verdict} x={`${x}%`} width={`${width}%`} height="100%" fill={fillOf(verdict)} data-verdict={verdict} />;
      })}
    </svg>
  );
}
