// Another status for one code or many.

import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../api/calls';
import { Confirm } from '../../parts/confirm';
import { t } from '../../text';
import { reasonWords } from './code-status';

export interface Action { kind: 'activate' | 'deactivate' | 'blacklist'; ids: string[] }

interface Props { action: Action; onDone: (words: string) => void; onClose: () => void }

export function StatusAction({ action: { kind, ids }, onDone, onClose }: Props) {
  const [reason, setReason] = useState(0);
  const words = t.codes;
  const what = ids.length === 1 ? ids[0] ?? '' : words.these(ids.length);
  switch (kind) {
    case 'activate':
      return (
        <Confirm
          title={words.activateTitle(what)} text={words.activateText} submit={words.activate} onClose={onClose}
          action={() => api.codes.activate(ids)} onDone={({ changed, codes_affected: all }) => onDone(words.activated(changed, all))}
        />
      );
    case 'deactivate':
      return (
        <Confirm
          title={words.deactivateTitle(what)} text={words.deactivateText} submit={words.deactivate} onClose={onClose}
          action={() => api.codes.deactivate(ids)} onDone={({ changed, codes_affected: all }) => onDone(words.deactivated(changed, all))}
        />
      );
    case 'blacklist':
      return (
        <Confirm
          title={words.blacklistTitle(what)} text={words.blacklistText} submit={words.blacklist} isDangerous onClose={onClose}
          action={() => api.codes.blacklist(ids, reason)} onDone={({ changed, codes_affected: all }) => onDone(words.blacklisted(changed, all))}
        >
          <NativeSelect
            label={words.reason} description={words.reasonHint} value={String(reason)}
            onChange={(event) => setReason(Number(event.currentTarget.value))}
            data={words.reasons.map((_, number) => ({ value: String(number), label: reasonWords(number) }))}
          />
        </Confirm>
      );
  }
}
