// What a token reaches, with a way to each brand, product and campaign.

import { Anchor, Button } from '@mantine/core';
import { useState } from 'react';
import type { Only } from '../../api/types';
import { useNames, type Kind, type Named } from '../../parts/reach';
import { t } from '../../text';

/** More would be a wall. */
const FEW = 8;

export function ReachOf({ only }: { only?: Only | null }) {
  if (!only) return t.reach.everything;
  return (
    <>
      {only.brands && <List kind="brands" ids={only.brands} />}
      {only.products && <List kind="products" ids={only.products} />}
      {only.campaigns && <List kind="campaigns" ids={only.campaigns} />}
    </>
  );
}

function List({ kind, ids }: { kind: Kind; ids: number[] }) {
  const [isOpen, setOpen] = useState(false);
  const shown = isOpen ? ids : ids.slice(0, FEW);
  const names = useNames(kind, shown);
  return (
    <div className="cm-reach-list" role="group" aria-label={t.reach[kind]}>
      <small>{t.reach.onlyThese[kind](ids.length)}</small>
      {shown.map((id) => <span key={id}><One kind={kind} id={id} named={names.get(id)} /></span>)}
      {ids.length > shown.length && (
        <Button variant="subtle" size="compact-xs" onClick={() => setOpen(true)}>{t.reach.more(ids.length - shown.length)}</Button>
      )}
    </div>
  );
}

function One({ kind, id, named }: { kind: Kind; id: number; named?: Named | null }) {
  if (!named) {
    return <span className="cm-badge" data-tone="quiet">{named === null ? t.reach.gone[kind](id) : t.reach.unnamed[kind](id)}</span>;
  }
  const query = { brands: `brand=${id}`, campaigns: `campaign=${id}`, products: `search=${encodeURIComponent(named.search)}` };
  return <Anchor className="cm-badge cm-wrap" data-tone="accent" href={`#/products?${query[kind]}`}>{named.label}</Anchor>;
}
