// Every role beside every other: which right is in which.

import type { Permission, Role } from '../../../api/types';
import { CheckIcon } from '../../../parts/icons';
import { Panel } from '../../../parts/page';
import { t } from '../../../text';
import { groupsOf } from './groups';

export function Matrix({ roles, permissions }: { roles: Role[]; permissions: Permission[] }) {
  const w = t.roles;
  return (
    <Panel title={w.compare} lead={w.compareLead}>
      <div className="cm-matrix" tabIndex={0} role="region" aria-label={w.compare}>
        <table>
          <caption className="cm-hidden">{w.compare}</caption>
          <thead>
            <tr>
              <th scope="col">{w.right}</th>
              {roles.map(({ name, label }) => <th key={name} scope="col">{label}</th>)}
            </tr>
          </thead>
          {groupsOf(permissions).map(([group, members]) => (
            <tbody key={group}>
              <tr><th scope="rowgroup" colSpan={roles.length + 1}>{group}</th></tr>
              {members.map(({ name, label, description }) => (
                <tr key={name}>
                  <th scope="row" title={description}>{label}</th>
                  {roles.map((role) => (
                    <td key={role.name}>
                      {role.permissions.includes(name)
                        ? <><CheckIcon size={16} /><span className="cm-hidden">{w.yes}</span></>
                        : <><span aria-hidden="true" className="cm-dim">·</span><span className="cm-hidden">{w.no}</span></>}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </Panel>
  );
}
