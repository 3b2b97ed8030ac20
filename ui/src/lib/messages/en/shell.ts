import { f } from './format';

export const shell = {
  app: 'Muster',
  skip: 'Skip to the content',
  navigation: 'Main',
  places: {
    overview: 'Overview',
    users: 'Users',
    groups: 'Groups',
    roles: 'Roles',
    seats: 'Seats',
    userstores: 'Userstores',
    changes: 'Changes',
    import: 'Import',
    log: 'Log',
  },
  soon: 'This screen is being built.',
  under: (stores: number, last: string | null) => {
    const count = f.plural(stores, { one: '# userstore', other: '# userstores' });
    return last ? `${count} · ${last}` : count;
  },
  seatsCount: (consumed: number, purchased: number | null) =>
    purchased === null ? f.number(consumed) : `${f.number(consumed)} / ${f.number(purchased)}`,
  lock: 'Lock',
  undo: 'Undo',
  undoOf: (title: string) => `Takes back: ${title}`,
  theme: 'Appearance',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  density: 'Rows',
  densities: { comfortable: 'Comfortable', compact: 'Compact' },
  changePassphrase: 'Change passphrase…',
  backUp: 'Back up…',
  check: 'Check vault',
  shortcuts: 'Keyboard shortcuts',
  readOnly:
    'Read only: another program holds this vault for writing. What you see here is up to date, but nothing can be changed.',
  auditor: 'You are signed in as an auditor: you can read and report, and change nothing.',
  demo: 'This is the demo realm. Its users are invented; change whatever you like.',
  leaveDemo: 'Leave the demo',
  version: (v: string) => `Muster ${v}`,
  notifications: 'Notifications',
  banners: 'About this vault',
  keys: {
    title: 'Keyboard shortcuts',
    search: 'Search users',
    undo: 'Undo the last change',
    lock: 'Lock the vault',
    help: 'This list',
    move: 'Move in a table',
    ends: 'First and last row',
    open: 'Open the user',
    close: 'Close what is open',
    then: 'then',
    or: 'or',
    everywhere: 'Everywhere',
    tables: 'In tables',
  },
};
