import { api } from '../api/calls';
import { t } from '../text';
import { ChooseOne, type ChooseOneProps } from './choose-one';

const campaigns = { key: 'campaigns', list: api.campaigns.list, get: api.campaigns.get, none: t.products.noCampaigns };

export const CampaignSelect = (props: ChooseOneProps) => <ChooseOne from={campaigns} {...props} />;
