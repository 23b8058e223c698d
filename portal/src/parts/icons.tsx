// Single drawings instead of an icon package. All are decoration: the control that holds one
// has the name.

import type { ReactNode } from 'react';

function icon(drawing: ReactNode) {
  return function Icon({ size = 18 }: { size?: number }) {
    return (
      <svg
        width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor"
        strokeWidth={1.8} strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false"
      >
        {drawing}
      </svg>
    );
  };
}

export const MenuIcon = icon(<path d="M4 7h16M4 12h16M4 17h16" />);
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const CloseIcon = icon(<path d="m6 6 12 12M18 6 6 18" />);
export const CheckIcon = icon(<path d="m5 12.5 4.5 4.5L19 7.5" />);
export const CopyIcon = icon(<><rect x="9" y="9" width="11" height="11" rx="2" /><path d="M5 15H4V5a1 1 0 0 1 1-1h10v1" /></>);
export const SearchIcon = icon(<><circle cx="11" cy="11" r="6.5" /><path d="m16 16 4.5 4.5" /></>);
export const ChevronDownIcon = icon(<path d="m6 9 6 6 6-6" />);
export const ChevronLeftIcon = icon(<path d="m14.5 6-6 6 6 6" />);
export const ChevronRightIcon = icon(<path d="m9.5 6 6 6-6 6" />);
export const MoreIcon = icon(<><circle cx="12" cy="5" r="1.2" /><circle cx="12" cy="12" r="1.2" /><circle cx="12" cy="19" r="1.2" /></>);
export const SunIcon = icon(<><circle cx="12" cy="12" r="4" /><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4" /></>);
export const MoonIcon = icon(<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z" />);
export const AutoIcon = icon(<><circle cx="12" cy="12" r="8" /><path d="M12 4v16a8 8 0 0 0 0-16z" fill="currentColor" stroke="none" /></>);
export const LanguageIcon = icon(<path d="M4 6h9M8.5 4v2M11.5 6c-.8 4-3.500 7-7 8.500M6 9c1 2.500 3 4.500 6 5.500M12.5 20l4-9.500 4 9.500M14 17h5" />);
export const HomeIcon = icon(<path d="m4 11 8-7 8 7v8a1 1 0 0 1-1 1h-4.5v-6h-5v6H5a1 1 0 0 1-1-1z" />);
export const CompanyIcon = icon(<path d="M5 20V5a1 1 0 0 1 1-1h8a1 1 0 0 1 1 1v15M15 10h3a1 1 0 0 1 1 1v9M3 20h18M8.5 8h3M8.5 12h3M8.5 16h3" />);
export const ActivityIcon = icon(<path d="M3 12h4l3-7 4 14 3-7h4" />);
export const RulesIcon = icon(<path d="M12 3.500 5 6v5.500c0 4.300 2.900 7.700 7 9 4.100-1.300 7-4.700 7-9V6zM9 12l2.200 2.200L15.200 10" />);
export const UsersIcon = icon(<><circle cx="9" cy="8" r="3.5" /><path d="M2.5 20c.4-3.6 3-5.5 6.5-5.500s6.1 1.9 6.5 5.500M15.5 4.800a3.5 3.5 0 0 1 0 6.400M18 14.900c2 .8 3.2 2.5 3.5 5.1" /></>);
export const UserIcon = icon(<><circle cx="12" cy="8" r="3.8" /><path d="M4.5 20.500c.5-4 3.5-6 7.5-6s7 2 7.5 6" /></>);
export const TagIcon = icon(<><path d="M4 4.500h7.500L20 13l-7 7-8.5-8.500z" /><circle cx="8.5" cy="8.8" r="1.2" /></>);
export const CampaignIcon = icon(<path d="M4 10v4h3l8 5V5L7 10zM18.5 9.500a3.5 3.5 0 0 1 0 5M8 14.500V19h3v-2.600" />);
export const BoxIcon = icon(<path d="m12 3 8 4.500v9L12 21l-8-4.500v-9zM4.2 7.6 12 12l7.8-4.400M12 12v9" />);
export const OrderIcon = icon(<><path d="M9 5H6.500a1 1 0 0 0-1 1v13.500a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1V6a1 1 0 0 0-1-1H15" /><path d="M9 3.500h6v3H9zM9 11h6M9 15h4" /></>);
export const CodeIcon = icon(<path d="M4.500 4.500h5v5h-5zM14.500 4.500h5v5h-5zM4.500 14.500h5v5h-5zM14.500 14.500h2v2h-2zM19.500 14.500v2M14.500 19.500h2M19.500 19.500v.1" />);
export const TemplateIcon = icon(<path d="M4.500 4.500h15v4h-15zM4.500 12h6v7.500h-6zM14 12h5.500M14 15.700h5.500M14 19.500h5.500" />);
export const KeyIcon = icon(<><circle cx="8" cy="15" r="4" /><path d="m11 12 8.5-8.500M16 7l3 3" /></>);
export const BookIcon = icon(<path d="M12 6.500C10 5 7 4.5 4 5v13c3-.5 6 0 8 1.5 2-1.5 5-2 8-1.500V5c-3-.5-6 0-8 1.500zM12 6.500v13" />);
export const SignOutIcon = icon(<path d="M14 4H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h8M10 12h10M16.5 8.5 20 12l-3.5 3.5" />);
export const UploadIcon = icon(<path d="M12 16V5M7.5 9 12 4.5 16.5 9M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3" />);
export const DownloadIcon = icon(<path d="M12 4.500V16M7.5 12 12 16.5 16.5 12M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3" />);
export const AlertIcon = icon(<><path d="M12 4 2.8 20h18.400z" /><path d="M12 10v4.500M12 17.300v.1" /></>);
export const InfoIcon = icon(<><circle cx="12" cy="12" r="8.5" /><path d="M12 11v5M12 8v.1" /></>);
export const ClockIcon = icon(<><circle cx="12" cy="12" r="8" /><path d="M12 7.500V12l3 2" /></>);
export const CheckCircleIcon = icon(<><circle cx="12" cy="12" r="8.5" /><path d="m8.2 12.3 2.7 2.7 5-5.3" /></>);
export const CrossCircleIcon = icon(<><circle cx="12" cy="12" r="8.5" /><path d="m9 9 6 6M15 9l-6 6" /></>);
export const DashCircleIcon = icon(<><circle cx="12" cy="12" r="8.5" /><path d="M8.500 12h7" /></>);
export const MailIcon = icon(<><rect x="3.5" y="5.5" width="17" height="13" rx="1.5" /><path d="m4 7 8 6 8-6" /></>);
export const ArchiveIcon = icon(<path d="M4 5h16v4H4zM5.5 9v10h13V9M10 13h4" />);
export const CalendarIcon = icon(<><rect x="4" y="5.5" width="16" height="14.5" rx="1.5" /><path d="M4 10h16M8.5 3v4M15.5 3v4" /></>);
export const BellIcon = icon(<path d="M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 1.500h-15zM10 20.500a2.200 2.200 0 0 0 4 0" />);
export const SupplyIcon = icon(<><path d="M3 6.500h11v10H9.200M4.800 16.500H3v-10M14 10h3.500l3.500 3.500v3h-1.800M14 16.500h1" /><circle cx="7" cy="17" r="2" /><circle cx="17" cy="17" r="2" /></>);
export const SwapIcon = icon(<path d="M5 9h13l-3.500-3.500M19 15H6l3.500 3.500" />);
export const ArrowUpIcon = icon(<path d="M12 19V5M6 11l6-6 6 6" />);
export const ArrowDownIcon = icon(<path d="M12 5v14M6 13l6 6 6-6" />);
export const SortIcon = icon(<path d="m8 9.500 4-4 4 4M8 14.500l4 4 4-4" />);
export const GripIcon = icon(<><circle cx="9" cy="6" r="1.1" /><circle cx="15" cy="6" r="1.1" /><circle cx="9" cy="12" r="1.1" /><circle cx="15" cy="12" r="1.1" /><circle cx="9" cy="18" r="1.1" /><circle cx="15" cy="18" r="1.1" /></>);
export const GlobeIcon = icon(<><circle cx="12" cy="12" r="8.5" /><path d="M3.5 12h17M12 3.500c2.500 2.300 3.700 5.200 3.700 8.500s-1.200 6.200-3.700 8.500c-2.500-2.300-3.700-5.200-3.700-8.500s1.200-6.200 3.700-8.500z" /></>);
export const WebhookIcon = icon(<><circle cx="6" cy="17" r="2.6" /><circle cx="18" cy="17" r="2.6" /><circle cx="12" cy="6.500" r="2.6" /><path d="M8.600 17h6.800M11 8.900 7.300 14.800M13.200 8.800l3.500 5.900" /></>);
export const EyeIcon = icon(<><path d="M2.500 12c2.300-4.300 5.500-6.500 9.500-6.500s7.200 2.200 9.500 6.500c-2.300 4.300-5.500 6.500-9.500 6.500S4.800 16.300 2.500 12z" /><circle cx="12" cy="12" r="2.8" /></>);
export const WorkIcon = icon(<><circle cx="12" cy="12" r="3" /><path d="M12 3.500v3M12 17.500v3M3.500 12h3M17.500 12h3M6 6l2.100 2.100M15.900 15.900 18 18M18 6l-2.100 2.100M8.100 15.900 6 18" /></>);
export const ChartIcon = icon(<path d="M4 20h16M7 16.500v-5M12 16.500V5.500M17 16.500v-8" />);
export const ScanIcon = icon(<path d="M4 8.500V5.500a1.500 1.500 0 0 1 1.500-1.500h3M15.500 4h3A1.500 1.500 0 0 1 20 5.500v3M20 15.500v3a1.500 1.500 0 0 1-1.500 1.500h-3M8.500 20h-3A1.500 1.500 0 0 1 4 18.500v-3M7.500 12h9" />);
export const PauseIcon = icon(<path d="M9 6v12M15 6v12" />);

/** The mark of the product: a seal with a check in it. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path fill="var(--mantine-primary-color-filled)" d="M16 1.5 28.6 8.750v14.500L16 30.5 3.4 23.250V8.750z" />
      <path
        fill="none" stroke="#fff" strokeWidth="2.6"
        strokeLinecap="round" strokeLinejoin="round"
        d="M21.5 11.600a7 7 0 1 0 0 8.800M12.8 16l2.6 2.6 6.3-6.4"
      />
    </svg>
  );
}
