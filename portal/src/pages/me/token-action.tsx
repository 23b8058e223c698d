// What happens to one token of a list, in a dialog of its own.

import type { Uat } from '../../api/types';
import { EditToken } from './edit-token';
import { ReleaseToken } from './quarantine';
import { RevokeToken } from './revoke-token';

export interface TokenActionOf { kind: 'edit' | 'release' | 'revoke'; uat: Uat }

interface Props { action: TokenActionOf; onDone: () => void; onClose: () => void }

export function TokenAction({ action: { kind, uat }, onDone, onClose }: Props) {
  switch (kind) {
    case 'edit': return <EditToken uat={uat} onSaved={onDone} onClose={onClose} />;
    case 'release': return <ReleaseToken uat={uat} onDone={onDone} onClose={onClose} />;
    case 'revoke': return <RevokeToken uat={uat} onDone={onDone} onClose={onClose} />;
  }
}
