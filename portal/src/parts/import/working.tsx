// What is being done, and how far it is where that is known.

import { Progress, Text } from '@mantine/core';

interface Props {
  words: string;
  /** Not known yet: the bar only moves. */
  progress?: { done: number; of: number; words: string } | null;
  hint?: string;
}

export function Working({ words, progress = null, hint }: Props) {
  const percent = progress && progress.of > 0 ? Math.min(100, (100 * progress.done) / progress.of) : null;
  return (
    <div>
      <div className="cm-working">
        {/* The numbers stay outside: nobody wants to hear each of them. */}
        <Text role="status">{words}</Text>
        {progress && <Text size="sm" c="dimmed" className="cm-working-numbers">{progress.words}</Text>}
      </div>
      <Progress value={percent ?? 100} animated={percent === null} striped={percent === null} aria-label={words} transitionDuration={200} />
      {hint && <Text size="sm" c="dimmed" mt="xs">{hint}</Text>}
    </div>
  );
}
