/** The open vault, and what every screen needs to know of it. */
import { call, on, toBackendError, type BackendError, type Status, type VaultInfo } from '../backend';
import { preferences } from './preferences.svelte';
import { usersParams } from '../users/shown';
import { isNamed, router } from './route.svelte';
import type {
  AuditOverview,
  ChangeGlance,
  ChangesPage,
  ChangesQuery,
  RoleSet,
  SeatsGlance,
  Userstore,
} from '../backend';

/** Asks for the last change that can be taken back, and for none of the list. */
export const LAST: ChangesQuery = { status: null, offset: 0, limit: 0 };

class Session {
  status = $state.raw<Status | null>(null);
  vault = $state.raw<VaultInfo | null>(null);
  /** The vault that was just locked, so that Start offers to unlock it. */
  lastPath = $state<string | null>(null);
  failed = $state.raw<BackendError | null>(null);
  /** Rises with every change to any user; screens reload when it does. */
  generation = $state(0);
  /** The last change that can be taken back. */
  lastChange = $state.raw<ChangeGlance | null>(null);
  /** Users who wait to be changed at their source, in all changes. */
  outstanding = $state(0);
  /** Seats against the plan, for the rail. */
  seats = $state.raw<SeatsGlance | null>(null);
  /** The last audit, for the rail and the overview. */
  audit = $state.raw<AuditOverview | null>(null);

  /** Whether this operator may change users, userstores and plans here. */
  get mayChange(): boolean {
    return this.vault !== null && !this.vault.read_only && this.vault.role !== 'auditor';
  }

  /** Users that Users lists: those present, and those who are gone. */
  get users(): number {
    return this.vault?.userstores.reduce((sum, store) => sum + store.users + store.gone, 0) ?? 0;
  }

  /** Findings that wait for someone to do something. */
  get findings(): number {
    return this.audit?.score?.terms.reduce((sum, term) => sum + term.open, 0) ?? 0;
  }

  /** Whether any of them is critical or high. */
  get urgent(): boolean {
    const bad = this.audit?.score?.terms.filter((term) => term.severity === 'critical' || term.severity === 'high');
    return bad?.some((term) => term.open > 0) ?? false;
  }

  get localStores(): string[] {
    return this.vault?.userstores.filter((s) => s.authority === 'local').map((s) => s.domain) ?? [];
  }

  /** Userstores that take the roles a product comes with: those edited here, and those that mirror it. */
  takers(set: RoleSet): string[] {
    const takes = (store: Userstore) => store.authority === 'local' || store.kind === set;
    return this.vault?.userstores.filter(takes).map((s) => s.domain) ?? [];
  }

  async start(): Promise<void> {
    this.failed = null;
    try {
      this.status = await call('status');
      const { vault } = this.status;
      if (vault) await preferences.load();
      // A link says where to go; without one it is where the operator was.
      if (vault && !isNamed(location.hash)) this.comeBack();
      this.vault = vault;
      if (vault) await this.refresh();
    } catch (error) {
      this.failed = toBackendError(error);
    }
  }

  listen(): () => void {
    let due: ReturnType<typeof setTimeout> | undefined;
    const changed = on('users-changed', () => {
      this.generation += 1;
      // An import sends many of these; the rail needs only the last.
      clearTimeout(due);
      due = setTimeout(() => void this.refresh(), 150);
    });
    const locked = on('locked', () => void this.left());
    return () => {
      clearTimeout(due);
      changed();
      locked();
    };
  }

  async entered(vault: VaultInfo): Promise<void> {
    await preferences.load();
    this.comeBack();
    this.vault = vault;
    this.generation += 1;
    await this.refresh();
  }

  /** Reads again what the rail shows. What cannot be read stays as it was; the screens say why. */
  async refresh(): Promise<void> {
    if (!this.vault) return;
    const [vault, changes, overview, audit] = await Promise.allSettled([
      call('vault_info'),
      call('changes_page', LAST),
      call('overview'),
      call('audit_overview', null),
    ]);
    if (!this.vault) return;
    if (vault.status === 'fulfilled') this.vault = vault.value;
    if (changes.status === 'fulfilled') this.heardOf(changes.value);
    if (overview.status === 'fulfilled') this.seats = overview.value.seats;
    if (audit.status === 'fulfilled') this.audit = audit.value;
  }

  /** Goes where the operator was, and how they had it. */
  private comeBack(): void {
    const { screen } = preferences.window;
    router.begin(screen, screen === 'users' ? usersParams() : {});
  }

  private heardOf(page: ChangesPage): void {
    this.lastChange = page.undoable;
    this.outstanding = page.outstanding;
  }

  /** Something changed that is no user, such as the plan: reads the rail again and tells the screens. */
  async touched(): Promise<void> {
    this.generation += 1;
    await this.refresh();
  }

  async lock(): Promise<void> {
    try {
      await preferences.flush();
      await call('vault_lock');
    } finally {
      await this.left();
    }
  }

  /** The vault is closed: nothing of it stays in memory here. */
  private async left(): Promise<void> {
    if (!this.vault) return;
    this.lastPath = this.vault.demo ? null : this.vault.path;
    this.vault = null;
    this.lastChange = null;
    this.outstanding = 0;
    this.seats = null;
    this.audit = null;
    preferences.clear();
    router.begin('overview');
    await this.start();
  }
}

export const session = new Session();
