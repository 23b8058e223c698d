import { Button, Menu } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/calls';
import { roleName } from '../api/served';
import { sessionReplaced } from '../api/session';
import type { MyCompany } from '../api/types';
import { t } from '../text';
import { announceSwitch } from './company-switch';
import { navigate } from './hash-location';
import { CheckIcon, ChevronDownIcon } from './icons';
import { useMe } from './me';
import { notifyDone, notifyProblem } from './problem-alert';
import { changePerson } from './use-sign-out';

export default function CompanyMenu({ companies }: { companies: MyCompany[] }) {
  const { company } = useMe();
  const queries = useQueryClient();
  const go = useMutation({
    mutationFn: (id: number) => {
      // Calls on their way may still meet the old session, which ends with this one.
      sessionReplaced();
      return api.me.switchCompany(id);
    },
    onSuccess: ({ me }) => {
      sessionReplaced();
      // Numbers in an address belong to the company that one comes from.
      navigate('/');
      changePerson(queries, me);
      announceSwitch();
      notifyDone(t.companies.switched(me.company.name));
    },
    onError: notifyProblem,
  });
  return (
    <Menu position="bottom-end" withinPortal withInitialFocusPlaceholder={false} shadow="md" width={280}>
      <Menu.Target>
        <Button
          variant="subtle" color="gray" size="compact-sm" fw={500} className="cm-header-company cm-quiet-button"
          loading={go.isPending} rightSection={<ChevronDownIcon size={16} />} aria-label={t.companies.open(company.name)}
        >
          {company.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t.companies.title}</Menu.Label>
        {companies.map(({ id, name, role }) => {
          const isHere = id === company.id;
          return (
            <Menu.Item
              key={id} className="cm-company-item" aria-current={isHere || undefined} leftSection={isHere ? <CheckIcon size={16} /> : <span className="cm-no-icon" />}
              onClick={() => { if (!isHere) go.mutate(id); }}
            >
              <span className="cm-two-lines"><span className="cm-wrap">{name}</span><small>{roleName(role)}</small></span>
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
