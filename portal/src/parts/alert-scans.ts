import { queryAddress } from '../api/query-address';

/** The scans of the last days that an alert of a campaign is about. */
export const scansOf = (campaign: number, type: string) => queryAddress('/scans', { timeframe: '7d', campaign_id: String(campaign), flags: type });
