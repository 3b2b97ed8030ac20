/** The vault itself, and what the system asks for: files, and a stop. */
import type { Answers } from './answers';
import { written } from './exports';
import { Fault, pause } from './fault';
import { overview } from './overview';
import type { World } from './world';

type Named =
  | 'status'
  | 'vault_create'
  | 'vault_open'
  | 'vault_lock'
  | 'demo_open'
  | 'passphrase_change'
  | 'vault_info'
  | 'vault_check'
  | 'vault_backup'
  | 'userstore_add'
  | 'overview'
  | 'cancel'
  | 'pick_files'
  | 'pick_folder'
  | 'pick_save';

export function vaultAnswers(world: World): Pick<Answers, Named> {
  const info = () => world.vault();
  return {
    status: () => ({
      vault: world.open ? info() : null,
      recent: [
        { name: 'Acme', path: '/home/dana/Vaults/Acme.muster' },
        { name: 'Foundation', path: '/home/dana/Documents/Work/2026/Foundation.muster' },
      ],
      version: '0.1.0',
    }),
    vault_create: async (request) => {
      await pause(400);
      world.open = true;
      return {
        vault: { ...info(), path: request.path, operator: request.operator },
        recovery_key: 'K7QM-2XNP-9RTV-4HBD-W8FC-6JYS-3G1E-5ZA0-M2PK-7RXT-Q4VN-8CDH-T3B9-XE6W',
      };
    },
    vault_open: async ({ passphrase }) => {
      await pause(400);
      if (passphrase !== 'correct horse battery') throw new Fault('wrong_passphrase', 'No key slot of Acme fits.');
      world.open = true;
      return info();
    },
    vault_lock: () => {
      world.open = false;
      return null;
    },
    demo_open: async (_, progress) => {
      for (let i = 0; i <= 4; i += 1) {
        progress({ stage: 'writing', done: i, total: 4, rows: i * 321 });
        await pause(60);
      }
      world.open = true;
      return { ...info(), demo: true, name: 'Demo' };
    },
    passphrase_change: async ({ current }) => {
      await pause(300);
      if (current !== 'correct horse battery') throw new Fault('wrong_passphrase', 'No key slot of Acme fits.');
      return null;
    },
    vault_info: info,
    vault_check: async (_, progress) => {
      progress({ stage: 'reading', done: 1, total: 3, rows: 0 });
      await pause(200);
      return { ok: true, problems: [] };
    },
    vault_backup: (path) => written(path, 0),
    userstore_add: ({ domain, kind }) => {
      const store = {
        id: 10 + world.extraStores.length,
        domain,
        kind,
        authority: kind === 'local' ? ('local' as const) : ('mirrored' as const),
        users: 0 as number,
        gone: 0 as number,
        last_snapshot: null,
        last_complete: null,
      };
      world.extraStores.push(store);
      return store;
    },
    overview: () => overview(world),
    cancel: () => {
      world.stops += 1;
      return null;
    },
    pick_files: () =>
      world.picks.shift() ?? [
        '/home/dana/Downloads/users-1.json',
        '/home/dana/Downloads/people.csv',
        '/home/dana/Downloads/notes.docx',
      ],
    pick_folder: () => '/home/dana/Vaults/Acme.muster',
    pick_save: ([, name]) => `/home/dana/${name}`,
  };
}
