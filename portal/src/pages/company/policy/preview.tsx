// What a change would do. Nothing is changed before its button here.

import { Button, Group, Stack, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../api/calls';
import type { CompanyPolicy, Me, PolicyChange, PolicyPreview, Rules } from '../../../api/types';
import { dateWords } from '../../../parts/dates';
import { Dialog } from '../../../parts/dialog';
import { Empty } from '../../../parts/empty';
import { CheckCircleIcon } from '../../../parts/icons';
import { notifyDone, ProblemAlert } from '../../../parts/problem-alert';
import { ME } from '../../../parts/use-sign-out';
import { t } from '../../../text';
import { PreviewTable } from './preview-table';
import { ChangesShown } from './rules-shown';

interface Props {
  change: PolicyChange;
  preview: PolicyPreview;
  policy: CompanyPolicy;
  after: Rules;
  onClose: () => void;
}

export function Preview({ change, preview, policy, after, onClose }: Props) {
  const p = t.policy;
  const queries = useQueryClient();
  const day = change.starts_on && dateWords(change.starts_on);
  const save = useMutation({
    mutationFn: () => api.policy.update(change),
    onSuccess: async () => {
      notifyDone(day ? p.scheduled(day) : p.saved);
      onClose();
      window.scrollTo({ top: 0 });
      // First the person: whoever has to set up a second factor now may ask for nothing else.
      await queries.invalidateQueries({ queryKey: ME });
      if (queries.getQueryData<Me>(ME)?.second_factor?.must_enrol) return;
      await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
    },
  });
  const lines = consequences(preview, change);
  return (
    <Dialog opened size="xl" title={day ? p.previewOn(day) : p.previewNow} onClose={onClose}>
      <Stack gap="lg">
        <ChangesShown before={policy} after={after} />
        {lines.length === 0
          ? <Empty icon={<CheckCircleIcon />} title={p.nothingStops} text={p.nothingStopsText} />
          : (
            <div>
              <Title order={3} mb={6}>{p.effects}</Title>
              <ul className="cm-policy-counts">{lines.map((line) => <li key={line}>{line}</li>)}</ul>
            </div>
          )}
        {preview.results.length > 0 && <PreviewTable change={change} preview={preview} />}
        <ProblemAlert error={save.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{p.back}</Button>
          <Button color={preview.stops > 0 ? 'danger' : undefined} loading={save.isPending} onClick={() => save.mutate()}>
            {day ? p.submitOn(day) : p.submitNow}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

/** One sentence for each kind of thing that would notice. */
function consequences(preview: PolicyPreview, change: PolicyChange): string[] {
  const p = t.policy;
  return [
    preview.stops > 0 && p.stops(preview.stops),
    preview.ends_earlier > 0 && p.endsEarlier(preview.ends_earlier),
    preview.loses_permissions > 0 && p.loses(preview.loses_permissions),
    preview.jwt_sessions > 0 && p.jwtEnds(preview.jwt_sessions),
    change.second_factor === 'required' && p.mustEnrol,
  ].filter((line) => line !== false);
}
