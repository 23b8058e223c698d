// One bar of a chart at a time, by pointer, finger or arrow keys: a slider that is the whole chart.

import { useState, type KeyboardEvent, type PointerEvent } from 'react';

export function useBars(count: number) {
  const [chosen, choose] = useState<number | null>(null);
  const last = count - 1;
  const chooseNear = (at: number) => choose(Math.min(last, Math.max(0, at)));
  const onPointer = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    chooseNear(Math.floor(((clientX - left) / width) * count));
  };
  return {
    /** The bar that is read; none while nobody points or goes to one. */
    chosen,
    slider: {
      role: 'slider', tabIndex: 0, 'aria-valuemin': 1, 'aria-valuemax': count, 'aria-valuenow': (chosen ?? last) + 1,
      onKeyDown: (event: KeyboardEvent) => {
        const here = chosen ?? last;
        const next = { ArrowLeft: here - 1, ArrowDown: here - 1, ArrowRight: here + 1, ArrowUp: here + 1, Home: 0, End: last }[event.key];
        if (next === undefined) return;
        event.preventDefault();
        chooseNear(next);
      },
      onFocus: () => chosen === null && choose(last),
      onBlur: () => choose(null),
      onPointerMove: onPointer,
      onPointerDown: onPointer,
      // A finger that is lifted leaves, too; what it chose is still to be read.
      onPointerLeave: ({ pointerType }: PointerEvent) => pointerType === 'mouse' && choose(null),
    },
  };
}
