import { api } from '../../../api/calls';
import type { Ingestion } from '../../../api/types';
import { Confirm } from '../../../parts/confirm';
import { t } from '../../../text';

interface Props { upload: Ingestion; onDone: (words: string) => void; onClose: () => void }

export function CancelUpload({ upload: { key }, onDone, onClose }: Props) {
  const words = t.ingestions;
  return (
    <Confirm
      title={words.cancelTitle(key)} text={words.cancelText} submit={words.cancel} cancel={words.keep} isDangerous
      action={() => api.ingestions.cancel(key)} onDone={() => onDone(words.canceled(key))} onClose={onClose}
    />
  );
}
