import { CampaignSelect } from './campaign-select';
import { useFilter } from './filters';
import { useMay } from './me';

/** Only what is in one campaign; for whoever may see campaigns. */
export function CampaignFilter({ name, label, all }: { name: string; label: string; all: string }) {
  const may = useMay();
  const [campaign, setCampaign] = useFilter(name);
  if (!may('campaign_view')) return null;
  return (
    <CampaignSelect
      aria-label={label} placeholder={all} clearable className="cm-activity-filter"
      value={campaign || null} onChange={setCampaign}
    />
  );
}
