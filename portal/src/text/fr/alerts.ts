// The alerts of all campaigns.

export const alerts = {
  title: 'Alertes',
  lead: 'Ce que des scans ont déclenché dernièrement, et quelle campagne a quelle alerte.',
  raised: 'Déclenchées depuis sept jours',
  raisedLead: 'Les alertes qui ont quelqu’un à prévenir, 50 au plus\u202F; d’abord celles qui attendent leur e-mail.',
  noneRaised: 'Aucune n’a été déclenchée depuis sept jours.',
  columns: { alert: 'Alerte', campaign: 'Campagne', mail: 'E-mail', scans: 'Scans', alerts: 'Alertes' },
  scansOf: (type: string, campaign: string) => `Voir les scans\u00A0: ${type}, ${campaign}`,
  byCampaign: 'Par campagne',
  none: 'Aucune alerte',
  off: (type: string) => `${type} (désactivée)`,
  noCampaigns: 'Aucune campagne pour l’instant',
  noCampaignsText: 'Les alertes appartiennent à une campagne. Dès qu’il y en a une, ses alertes se créent sur sa page.',
};
