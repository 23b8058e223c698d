// The shapes of the API that the portal speaks about, as docs/api-design.md gives them.

export interface Page<T> {
  count: number;
  next: string | null;
  previous: string | null;
  results: T[];
}

export interface Me {
  user: { id: number; email: string; given_name: string; family_name: string };
  company: { id: number; uuid: string; name: string; time_zone: string };
  role: RoleName;
  permissions: string[];
  credential: { kind: 'uat' | 'jwt' | 'session'; id: string; fresh_until: string | null };
}

export interface RoleName { name: string; label: string }

export interface Role extends RoleName {
  description: string;
  permissions: string[];
  assignable: boolean;
}

export interface Permission {
  name: string;
  label: string;
  description: string;
  group: string;
  risk: 'low' | 'medium' | 'high';
  grantable: boolean;
  held: boolean;
  reason: string | null;
}

export interface TokenPolicy {
  default_days: number;
  max_days: number;
  time_zone: string;
  today: string;
  latest: string;
}

export interface Permissions { results: Permission[]; policy: TokenPolicy }

export interface Person { id: number; email: string; name: string }

export type UatState = 'active' | 'expired' | 'revoked';

export interface Uat {
  id: string;
  name: string;
  valid_until: string;
  expires_at: string;
  permissions: string[];
  state: UatState;
  owner: Person;
  created_at: string;
  revoked_at: string | null;
  revoked_by: Person | null;
  revoked_reason: string | null;
  last_used_at: string | null;
  last_used_address: string | null;
  use_count: number;
}

export interface NewUat extends Uat { token: string }

export type UserState = 'active' | 'invited' | 'archived';

export interface User {
  id: number;
  email: string;
  given_name: string;
  family_name: string;
  phone: string;
  title: string;
  role: RoleName;
  state: UserState;
  creation_date: string;
  last_login: string | null;
}

export interface Invitation { url: string; expires_at: string }

export interface InvitationLook { company: string; email: string; has_password: boolean }

export interface Brand {
  id: number;
  name: string;
  reference: string | null;
  description: string;
  image: string | null;
  client_url: string;
  is_archived: boolean;
  creation_date: string;
  product_count: number;
}

export interface Product {
  id: number;
  uuid: string;
  sku: string;
  name: string;
  description: string;
  label: string;
  brand: { id: number; name: string; image: string | null };
  creation_date: string;
  client_url: string;
  is_archived: boolean;
  code_count: number;
  active_code_count: number;
  blacklisted_code_count: number;
}

export interface ImportRow {
  row: number;
  sku: string;
  name: string;
  brand: string;
  description: string;
  client_url: string;
  action: 'create' | 'update' | 'skip';
}

export interface ImportResult {
  dry_run: boolean;
  rows: number;
  created: number;
  updated: number;
  skipped: number;
  continued: number;
  brands_created: string[];
  preview: ImportRow[];
}

export interface ImportError { row: number; field: string | null; message: string }

export interface AuditEntry {
  id: number;
  at: string;
  user: Person | null;
  credential: { kind: string; id: string | null } | null;
  address: string | null;
  action: string;
  object_type: string;
  object_id: string;
  label: string;
  before: unknown;
  after: unknown;
  request_id: string | null;
}
