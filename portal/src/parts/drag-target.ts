// Where a row lands that is dragged by so many pixels: behind every row whose middle it has passed.

interface Row { top: number; height: number }

export function targetOf(rows: Row[], from: number, by: number): number {
  const row = rows[from];
  if (!row) return from;
  const edge = by > 0 ? row.top + row.height + by : row.top + by;
  const middle = ({ top, height }: Row) => top + height / 2;
  return by > 0
    ? from + rows.slice(from + 1).filter((other) => middle(other) < edge).length
    : from - rows.slice(0, from).filter((other) => middle(other) > edge).length;
}
