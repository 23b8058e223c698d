// A list without rows: that there is nothing yet and what to do first, or that the filters leave
// nothing and the way back.

import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '../text';
import { Empty } from './empty';
import type { ListAddress } from './list-address';
import { useMay } from './me';
import { useNotMine } from './who-may';

interface Words { empty: string; emptyText: string; emptyArchived?: string }

interface Props {
  icon: ReactNode;
  address: Pick<ListAddress, 'isFiltered' | 'clear'> & { isOnlyArchived?: boolean };
  words: Words;
  /** What the first step takes; any of it is enough. */
  needs?: readonly string[];
  /** The buttons of the first step. */
  children?: ReactNode;
}

export function ListEmpty({ icon, address: { isFiltered, isOnlyArchived, clear }, words, needs, children }: Props) {
  const may = useMay();
  if (isFiltered) {
    const title = isOnlyArchived && words.emptyArchived ? words.emptyArchived : t.common.nothingMatches;
    return <NothingMatches icon={icon} title={title} onClear={clear} />;
  }
  if (needs && !may(...needs)) return <NotMine icon={icon} title={words.empty} needs={needs} />;
  return <Empty icon={icon} title={words.empty} text={words.emptyText}>{children}</Empty>;
}

export function NothingMatches({ icon, title = t.common.nothingMatches, onClear }: { icon: ReactNode; title?: string; onClear: () => void }) {
  return (
    <Empty icon={icon} title={title}>
      <Button variant="default" onClick={onClear}>{t.common.clearFilters}</Button>
    </Empty>
  );
}

/** Nobody is told to do what they may not: the words say who can. */
function NotMine({ icon, title, needs }: { icon: ReactNode; title: string; needs: readonly string[] }) {
  return <Empty icon={icon} title={title} text={useNotMine(needs)} />;
}
