// The shapes of the API under the names that the portal uses. They come from the server's own
// OpenAPI document (`npm run schema`); here only words that it leaves open are narrowed.

import type { components } from './schema';

type Schemas = components['schemas'];

export interface Page<T> {
  count: number;
  next?: string | null;
  previous?: string | null;
  results: T[];
}

export type Me = Schemas['Me'];
export type MailSent = Schemas['MailSent'];
export type InvitationLook = Schemas['InvitationShown'];
export type Role = Schemas['RoleShown'];
export type TokenPolicy = Schemas['PolicyShown'];
export type Company = Schemas['CompanyShown'];
export type Brand = Schemas['BrandShown'];
export type Campaign = Schemas['CampaignShown'];
export type Product = Schemas['ProductShown'];
export type AuditEntry = Schemas['AuditEntry'];
export type AuditChecked = Schemas['AuditChecked'];
export type Checkpoint = Schemas['CheckpointShown'];
export type LogKey = Schemas['AuditKeyShown'];

export type Permission = Omit<Schemas['PermissionShown'], 'risk'> & { risk: 'low' | 'medium' | 'high' };

export type KeyState = 'published' | 'signing' | 'verify_only' | 'gone';
export type SigningKey = Omit<Schemas['KeyShown'], 'state'> & { state: KeyState };
export type Keys = Omit<Schemas['KeysShown'], 'results'> & { results: SigningKey[] };

export interface Permissions { results: Permission[]; policy: TokenPolicy }

/** Which brands, products and campaigns a token reaches; each list that is there narrows. */
export type Only = Schemas['OnlyShown'];

export type UatState = 'active' | 'expired' | 'revoked' | 'superseded';
export type Uat = Omit<Schemas['UatShown'], 'state'> & { state: UatState };
export type NewUat = Uat & { token: string };

/** What a token's daily limits count, in the order in which they are shown. */
export const UNITS = ['products_changed', 'codes_created', 'scm_rows_changed', 'scans_exported'] as const;
export type Budgets = Record<string, number>;
export interface NewToken { name: string; valid_until: string; permissions: string[]; budgets?: Budgets; networks?: string[]; network_mode?: string; only?: Only }
/** Whose tokens are revoked, all at once. */
export type Whose = { whose: 'mine' } | { whose: 'person'; user: number } | { whose: 'company' };
/** Which of these. */
export type RevokedOnly = Omit<Schemas['RevocationOfAll'], 'whose' | 'user' | 'dry_run' | 'reason'>;
export type RevokedUats = Schemas['RevokedUats'];
export type UatNetworks = Schemas['UatNetworks'];
export type UatUse = Omit<Schemas['UatUse'], 'family'> & { family: Uat[] };

export type Notice = Omit<Schemas['NoticeShown'], 'facts'> & { facts: { valid_until?: string; address?: string; revoked?: number } };

/** What a company rules. */
export type Rules = Omit<Schemas['Rules'], 'second_factor' | 'leak_action' | 'superseded_use'> & {
  second_factor: 'optional' | 'required';
  leak_action: 'revoke' | 'quarantine' | 'notify';
  superseded_use: 'notify' | 'revoke_family';
};
export type CompanyPolicy = Rules & {
  time_zone: string;
  today: string;
  pending: (Rules & { starts_on: string; starts_at: string }) | null;
};
export type PolicyChange = Partial<Rules> & { starts_on?: string };
export type PolicyPreview = Omit<Schemas['PolicyPreview'], 'results'> & {
  results: (Omit<Schemas['PreviewedToken'], 'effect'> & { effect: 'stops' | 'ends_earlier' | 'loses_permissions' })[];
};

export type Session = Schemas['SessionShown'];
export type MyCompany = Schemas['MyCompany'];

/** A WebAuthn ceremony that was begun. The options are JSON as WebAuthn Level 3 has it. */
export interface Challenge { challenge: string; options: Record<string, unknown> }
export interface PasskeyAnswer { challenge: string; credential: unknown }
export interface SecondStep { otp?: string; passkey?: PasskeyAnswer }
export type Factors = Schemas['FactorsShown'];
export type Passkey = Schemas['PasskeyShown'];
export type PasskeyAdded = Schemas['PasskeyAdded'];
export type TotpSecret = Schemas['TotpSecret'];

export type UserState = 'active' | 'invited' | 'archived';
export type User = Omit<Schemas['UserShown'], 'state'> & { state: UserState };

export interface ImportRow {
  row: number;
  sku: string;
  name: string;
  brand: string;
  description: string;
  client_url: string;
  action: 'create' | 'update' | 'skip';
}

/** What an import did, or would do. */
export interface ImportDone {
  rows: number;
  created: number;
  updated: number;
  skipped: number;
  continued: number;
  brands_created: string[];
}
export type ImportResult = ImportDone & { dry_run: boolean; preview: ImportRow[] };

/** Which pictures of its codes an order's file has. */
export const IMAGES = ['none', 'svg', 'png', 'both'] as const;
export type Images = (typeof IMAGES)[number];

export type WorkOrder = Omit<Schemas['WorkorderShown'], 'state' | 'images'> & {
  state: 'new' | 'completed' | 'canceled';
  images: Images;
};
export type Template = Omit<Schemas['TemplateShown'], 'images' | 'default_scm_data'> & {
  images?: Images | null;
  default_scm_data: Record<string, unknown>;
};

export type Code = Omit<Schemas['CodeShown'], 'scm'> & { scm: Record<string, unknown> };
export type StatusDone = Schemas['StatusDone'];
export type DocumentAnswer = Schemas['DocumentAnswer'];
export type DownloadLink = Schemas['DownloadLink'];

export type Ingestion = Omit<Schemas['IngestionShown'], 'state' | 'default_scm_data'> & {
  state: 'uploading' | 'pending' | 'in-progress' | 'complete' | 'failed' | 'canceled';
  default_scm_data: Record<string, unknown>;
};
export type IngestionDetails = Ingestion & { errors: Schemas['IngestionError'][] };
export type IngestionCreated = Omit<Schemas['IngestionCreated'], 'fields'> & { fields?: Record<string, string> | null };

export type Job = Omit<Schemas['JobShown'], 'state' | 'result'> & {
  state: 'pending' | 'running' | 'complete' | 'failed' | 'canceled';
  result?: Record<string, unknown> | null;
};

export type JobDetails = Job & { errors: ImportError[] };

/** What a campaign keeps about each code. */
export const FIELD_TYPES = ['text', 'number', 'list', 'date', 'logistical_unit'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];
export type ScmField = Omit<Schemas['ScmFieldShown'], 'type'> & { type: FieldType };
export type ScmFieldChange = Partial<Pick<ScmField, 'label' | 'choices' | 'display' | 'active'>>;
export type NewScmField = ScmFieldChange & Pick<ScmField, 'key'> & { type?: FieldType };

export type CampaignOptions = Schemas['OptionsShown'];
export type CampaignAccess = Omit<Schemas['AccessShown'], 'access'> & { access: 'all' | 'limited' };
export type ConsumerKey = Schemas['ConsumerKeyShown'];

export const TARGETS = ['product', 'landing_page', 'e_label', 'custom'] as const;
export type Target = (typeof TARGETS)[number];
/** Where scans from some countries are sent. */
export type RedirectRule = Omit<Schemas['RuleShown'], 'target'> & { target: Target };

/** What alerts are about, in the order in which they are offered. */
export const ALERT_TYPES = [
  'blacklisted', 'inactive', 'out-of-market', 'after-sell-by', 'already-consumed', 'exceptional-country', 'scan-count', 'session-count', 'anomaly',
] as const;
export type AlertType = (typeof ALERT_TYPES)[number];
export interface AlertBound {
  most?: number; auto_blacklist?: boolean; countries?: string[]; scans?: number; seconds?: number; kilometres?: number;
}
export type Alert = Omit<Schemas['AlertShown'], 'type' | 'bound'> & { type: AlertType; bound: AlertBound | null };
export interface AlertChange { bound?: AlertBound; is_active?: boolean; recipients?: number[] }

export type Dashboard = Schemas['Dashboard'];
export type Attention = Schemas['Attention'];

export type Scan = Schemas['ScanRecord'];
export type ScanPage = Schemas['ScanPage'];

export type Region = Schemas['RegionShown'];
export type Team = Schemas['TeamShown'];

export const WEBHOOK_EVENTS = ['scan.created', 'scan.flagged', 'workorder.completed', 'code.blacklisted'] as const;
export type Webhook = Schemas['WebhookShown'];
export type NewWebhook = Webhook & { secret: string };
export interface WebhookChange { url: string; events: string[]; is_active: boolean }
export type Delivery = Schemas['DeliveryShown'];

export type ScmTask = Omit<Schemas['TaskShown'], 'state' | 'source' | 'job'> & {
  state: 'pending' | 'in-progress' | 'complete' | 'failed';
  source: 'api' | 'csv' | 'single';
  /** The work in the background that does it, if it is not done at once. */
  job?: { id: number; done: number; total?: number | null } | null;
};

export interface ScmImportRow { row: number; name: string; data: Record<string, string>; found: boolean }
export type ScmImportResult = Omit<Schemas['ScmImported'], 'preview'> & { preview: ScmImportRow[] };
export type ScmImportDone = Pick<ScmImportResult, 'rows' | 'unknown' | 'codes_affected' | 'total_updates'>;

/** Work that was taken on. */
export interface Accepted { job_id: number }

export interface ImportError { row: number; field?: string | null; message: string }
