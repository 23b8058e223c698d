// What people read in place of a key of a row.

import { t } from '../../../text';
import { keyWords } from '../../supply-chain/import/keys';
import { useKeys } from '../../supply-chain/import/use-keys';

export function useKeyWords(): (key: string) => string {
  const { data: keys = [] } = useKeys();
  return (key) => {
    // The row as a whole.
    if (key === 'file') return '';
    return key === 'id' ? t.ingestions.idKey : keyWords(keys, key);
  };
}
