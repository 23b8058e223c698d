// What one role allows, by group, and who has it.

import { Anchor, Title } from '@mantine/core';
import { Link } from 'wouter';
import { queryAddress } from '../../../api/query-address';
import type { Permission, Role, User } from '../../../api/types';
import { CheckIcon } from '../../../parts/icons';
import { fullName } from '../../../parts/me';
import { t } from '../../../text';
import { groupsOf } from './groups';

interface Props {
  role: Role;
  permissions: Permission[];
  /** Undefined where they may not be seen, or are on their way. */
  people: User[] | undefined;
}

/** More would be a wall. */
const FEW = 12;

export function RoleDetails({ role, permissions, people }: Props) {
  const held = permissions.filter(({ name }) => role.permissions.includes(name));
  const w = t.roles;
  return (
    <div className="cm-role">
      <section>
        <Title order={3}>{w.rightsOf(role.label)}</Title>
        {held.length === 0 ? <p className="cm-dim">{w.noRights}</p> : (
          <div className="cm-role-groups">
            {groupsOf(held).map(([group, members]) => (
              <div key={group}>
                <h4>{group}</h4>
                <ul>
                  {members.map(({ name, label, description }) => (
                    <li key={name}><CheckIcon size={14} /><span className="cm-two-lines"><span>{label}</span><small>{description}</small></span></li>
                  ))}
                </ul>
              </div>
            ))}
          </div>
        )}
      </section>
      {people && (
        <section>
          <Title order={3}>{w.peopleOf(role.label)}</Title>
          {people.length === 0 ? <p className="cm-dim">{w.nobody}</p> : (
            <ul className="cm-role-people">
              {people.slice(0, FEW).map((user) => (
                <li key={user.id}><Anchor component={Link} href={queryAddress('/users', { search: user.email })} inherit>{fullName(user)}</Anchor></li>
              ))}
              {people.length > FEW && <li className="cm-dim">{t.teams.more(people.length - FEW)}</li>}
            </ul>
          )}
        </section>
      )}
    </div>
  );
}
