// The alerts of all campaigns.

export const alerts = {
  title: 'Alerts',
  lead: 'What scans have raised lately, and which campaign has which alert.',
  raised: 'Raised within seven days',
  raisedLead: 'Alerts that have somebody to tell, at most 50; those that wait for their mail first.',
  noneRaised: 'None was raised within seven days.',
  columns: { alert: 'Alert', campaign: 'Campaign', mail: 'Mail', scans: 'Scans', alerts: 'Alerts' },
  scansOf: (type: string, campaign: string) => `See the scans: ${type}, ${campaign}`,
  byCampaign: 'By campaign',
  none: 'No alerts',
  off: (type: string) => `${type} (off)`,
  noCampaigns: 'No campaigns yet',
  noCampaignsText: 'Alerts belong to a campaign. Once there is one, its alerts are made on its page.',
};
