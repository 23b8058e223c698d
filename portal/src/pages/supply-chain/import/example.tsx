// What a column of the file holds: the first cell that is not blank.

import { column, type Sheet } from '../../../parts/import/csv';
import { t } from '../../../text';

/** No name: no column is chosen. */
export function Example({ sheet, name }: { sheet: Sheet; name: string }) {
  const value = name === '' ? '–' : column(sheet, name).find((cell) => cell.trim() !== '');
  return (
    <div className="cm-mapping-example">
      <small>{t.scm.import.example}</small>
      <span className="cm-wrap">{value ?? t.scm.import.noExample}</span>
    </div>
  );
}
