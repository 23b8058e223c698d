// A list that people arrange: by dragging, or with buttons and arrow keys, which say where a row is
// now.

import { ActionIcon } from '@mantine/core';
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { t } from '../text';
import { ArrowDownIcon, ArrowUpIcon, GripIcon } from './icons';
import { useDrag } from './use-drag';
import './sortable.css';

interface Props<Item> {
  /** What the list holds. */
  label: string;
  items: Item[];
  keyOf: (item: Item) => string | number;
  nameOf: (item: Item) => string;
  /** Without it the list is only shown. */
  onMove?: (from: number, to: number) => void;
  children: (item: Item, at: number) => ReactNode;
}

type Way = 'up' | 'down';

export function Sortable<Item>({ label, items, keyOf, nameOf, onMove, children }: Props<Item>) {
  const [said, setSaid] = useState('');
  const focus = useRef<{ at: number; way: Way }>(null);
  const move = (from: number, to: number) => {
    const item = items[from];
    if (!item || to < 0 || to >= items.length) return;
    onMove?.(from, to);
    setSaid(t.sortable.isAt(nameOf(item), to + 1, items.length));
  };
  // One alone has no order.
  const canMove = onMove && items.length > 1;
  const { list, begin, styleOf, dragged } = useDrag(move);

  // The row is elsewhere in the document now: the focus goes along.
  useLayoutEffect(() => {
    if (!focus.current) return;
    const { at, way } = focus.current;
    focus.current = null;
    const buttons = list.current?.children[at]?.querySelectorAll<HTMLButtonElement>(':scope > .cm-sortable-ways button');
    const [up, down] = buttons ?? [];
    const wanted = way === 'up' ? up : down;
    (wanted?.disabled ? (way === 'up' ? down : up) : wanted)?.focus();
  });

  const step = (at: number, way: Way) => {
    const to = way === 'up' ? at - 1 : at + 1;
    if (to < 0 || to >= items.length) return;
    focus.current = { at: to, way };
    move(at, to);
  };
  const onKeyDown = (at: number) => (event: KeyboardEvent) => {
    const way = ({ ArrowUp: 'up', ArrowDown: 'down' } as const)[event.key as 'ArrowUp'];
    if (!way) return;
    event.preventDefault();
    step(at, way);
  };
  return (
    <>
      <ol className="cm-sortable" aria-label={label} ref={list} data-dragging={dragged !== undefined || undefined}>
        {items.map((item, at) => (
          <li key={keyOf(item)} style={styleOf(at)} data-dragged={dragged === at || undefined}>
            {canMove && <span className="cm-sortable-grip" aria-hidden="true" title={t.sortable.drag} onPointerDown={begin(at)}><GripIcon /></span>}
            <div className="cm-sortable-inside">{children(item, at)}</div>
            {canMove && (
              <div className="cm-sortable-ways" onKeyDown={onKeyDown(at)}>
                <Step way="up" name={nameOf(item)} disabled={at === 0} onClick={() => step(at, 'up')} />
                <Step way="down" name={nameOf(item)} disabled={at === items.length - 1} onClick={() => step(at, 'down')} />
              </div>
            )}
          </li>
        ))}
      </ol>
      <span className="cm-hidden" role="status">{said}</span>
    </>
  );
}

function Step({ way, name, disabled, onClick }: { way: Way; name: string; disabled: boolean; onClick: () => void }) {
  return (
    <ActionIcon
      variant="subtle" color="gray" size="md" className="cm-quiet-button" disabled={disabled} onClick={onClick}
      aria-label={way === 'up' ? t.sortable.up(name) : t.sortable.down(name)}
    >
      {way === 'up' ? <ArrowUpIcon size={16} /> : <ArrowDownIcon size={16} />}
    </ActionIcon>
  );
}
