// What proves, to somebody who keeps it, that the log is the one that was written.

import { Panel } from '../../../parts/page';
import { t } from '../../../text';
import { CheckTheLog } from '../check';
import { Room } from '../room';
import { Checkpoints } from './checkpoints';
import { LogKeys } from './log-keys';

export default function CheckpointsPage() {
  const w = t.checkpoints;
  return (
    <Room lead={w.lead}>
      <Panel title={w.title} lead={w.text}><Checkpoints /></Panel>
      <CheckTheLog withKept />
      <Panel title={w.keys.title} lead={w.keys.lead}><LogKeys /></Panel>
    </Room>
  );
}
