// Who gets the mails. Who may not see the people of the company can still put themselves on the list.

import { Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import { ChooseMany } from '../../../parts/choose-many';
import { useMay, useMe } from '../../../parts/me';
import { members } from '../../../parts/people';
import { t } from '../../../text';

/** As many as the server takes. */
const MOST = 50;

interface Props { value?: string[]; onChange: (value: string[]) => void; error?: ReactNode }

export function Recipients({ value = [], onChange, error }: Props) {
  const w = t.campaign.alerts;
  const may = useMay();
  const { user } = useMe();
  if (may('user_view')) {
    return <ChooseMany from={members} maxValues={MOST} label={w.recipients} description={w.recipientsHint} {...{ value, onChange, error }} />;
  }
  const me = String(user.id);
  const others = value.filter((id) => id !== me);
  return (
    <Checkbox
      label={w.mailMe} description={others.length > 0 ? w.others(others.length) : user.email} error={error}
      checked={value.includes(me)} onChange={(event) => onChange(event.currentTarget.checked ? [...others, me] : others)}
    />
  );
}
