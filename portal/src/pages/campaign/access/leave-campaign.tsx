import { Confirm } from '../../../parts/confirm';
import { t } from '../../../text';

interface Props { action: () => Promise<unknown>; onDone: () => void; onClose: () => void }

export function LeaveCampaign(props: Props) {
  const w = t.campaign.access;
  return <Confirm title={w.leaveTitle} text={w.leaveText} submit={w.leave} isDangerous {...props} />;
}
