// Dragging a row of a list to another place with mouse, pen or finger. The rows stay where they are
// in the document until it is dropped: they are only shown elsewhere.

import { useEffect, useRef, useState, type CSSProperties, type PointerEvent } from 'react';
import { targetOf } from './drag-target';

interface Drag { from: number; to: number; by: number; height: number }

/** So near to the edge of the window, the page moves along. */
const EDGE = 72;
const STEP = 14;

export function useDrag(onDrop: (from: number, to: number) => void) {
  const list = useRef<HTMLOListElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const end = useRef<AbortController>(null);
  useEffect(() => () => end.current?.abort(), []);

  const begin = (from: number) => (event: PointerEvent) => {
    if (event.button !== 0 || !list.current) return;
    event.preventDefault();
    const start = event.pageY;
    const rows = [...list.current.children].map((row) => {
      const { top, height } = row.getBoundingClientRect();
      return { top: top + window.scrollY, height };
    });
    const height = rows[from]?.height ?? 0;
    const controller = new AbortController();
    const { signal } = controller;
    let to = from;
    const stop = () => {
      controller.abort();
      setDrag(null);
    };
    end.current = controller;
    setDrag({ from, to, by: 0, height });
    window.addEventListener('pointermove', ({ pageY, clientY }) => {
      const by = pageY - start;
      to = targetOf(rows, from, by);
      setDrag({ from, to, by, height });
      if (clientY < EDGE) window.scrollBy(0, -STEP);
      if (clientY > window.innerHeight - EDGE) window.scrollBy(0, STEP);
    }, { signal });
    window.addEventListener('pointerup', () => {
      stop();
      if (to !== from) onDrop(from, to);
    }, { signal });
    window.addEventListener('pointercancel', stop, { signal });
    window.addEventListener('keydown', ({ key }) => { if (key === 'Escape') stop(); }, { signal });
  };

  const styleOf = (at: number): CSSProperties | undefined => {
    if (!drag) return undefined;
    return { transform: `translateY(${shift(at, drag)}px)` };
  };
  return { list, begin, styleOf, dragged: drag?.from };
}

function shift(at: number, { from, to, by, height }: Drag): number {
  if (at === from) return by;
  if (at > from && at <= to) return -height;
  if (at < from && at >= to) return height;
  return 0;
}
