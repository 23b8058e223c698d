// How far work in the background is, in the row of a list.

import { Progress } from '@mantine/core';
import './small-bar.css';

interface Props {
  label: string;
  done: number;
  /** Null: nobody knows, and the bar only moves. */
  of: number | null;
  words: string;
}

export function SmallBar({ label, done, of, words }: Props) {
  const percent = of ? Math.min(100, (100 * done) / of) : null;
  return (
    <span className="cm-small-bar">
      <Progress
        size="sm" value={percent ?? 100} animated={percent === null} striped={percent === null}
        aria-label={label} transitionDuration={200}
      />
      <small>{words}</small>
    </span>
  );
}
