// Tokens by name, in a box that does not grow without end.

import { Text } from '@mantine/core';
import type { Uat } from '../../api/types';
import { t } from '../../text';
import { ownerWords } from './token-columns';
import './token-names.css';

interface Props {
  tokens: Pick<Uat, 'id' | 'name' | 'owner'>[];
  /** Of all; some may not be named. */
  count: number;
  withOwner: boolean;
}

export function TokenNames({ tokens, count, withOwner }: Props) {
  return (
    <>
      {/* Focusable, so that a keyboard can scroll it. */}
      <div className="cm-token-names" tabIndex={0} role="group" aria-label={t.allTokens.list}>
        <ul>
          {tokens.map((uat) => (
            <li key={uat.id} className="cm-wrap">
              <span>{uat.name}</span>{withOwner && <> <small>{ownerWords(uat)}</small></>}
            </li>
          ))}
        </ul>
      </div>
      {count > tokens.length && <Text size="sm" c="dimmed" mt={6}>{t.allTokens.more(count - tokens.length)}</Text>}
    </>
  );
}
