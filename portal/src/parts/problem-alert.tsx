// An error where the person is looking, with a way to try again if there is one.

import { Alert, Button, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Problem } from '../api/problem';
import { t } from '../text';
import { AlertIcon } from './icons';
import { problemWords } from './problem-words';

interface Props {
  error: unknown;
  /** Lines to show instead of the problem's own, when some stand beside their fields. */
  lines?: string[];
  onRetry?: () => void;
}

export function ProblemAlert({ error, lines, onRetry }: Props) {
  if (!error) return null;
  const problem = asProblem(error);
  const words = problemWords(problem);
  const shown = lines ?? words.lines;
  if (shown.length === 0) return null;
  return (
    <Alert role="alert" className="cm-alert" data-tone="bad" title={words.title} icon={<AlertIcon />}>
      <Stack gap={6} align="flex-start">
        {shown.map((line) => <Text key={line} size="sm" className="cm-wrap">{line}</Text>)}
        {problem.requestId && problem.status >= 500 && (
          <Text size="xs" className="cm-mono">{t.problem.requestId(problem.requestId)}</Text>
        )}
        {onRetry && <Button size="xs" variant="default" mt={4} onClick={onRetry}>{t.common.retry}</Button>}
      </Stack>
    </Alert>
  );
}

const closeButtonProps = { 'aria-label': t.common.close };

/** For actions that have no form in which an error could stand. */
export function notifyProblem(error: unknown) {
  const { title, lines } = problemWords(asProblem(error));
  notifications.show({ color: 'danger', title, message: lines.join(' '), autoClose: 12_000, icon: <AlertIcon />, closeButtonProps });
}

export function notifyDone(message: string) {
  notifications.show({ color: 'petrol', message, autoClose: 6_000, closeButtonProps });
}

function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(-1, { detail: String(error) });
}
