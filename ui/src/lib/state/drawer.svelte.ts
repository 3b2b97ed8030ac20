/**
 * The drawer of one user, which opens over whatever screen is there: `user` in
 * the address. A screen that lists users says here who stands beside the open
 * one, and what to do when the drawer is closed.
 */
import { router } from './route.svelte';

export interface Around {
  previous: (() => void) | undefined;
  next: (() => void) | undefined;
  /** Gives the focus back. */
  closed: () => void;
}

class DrawerState {
  around = $state.raw<Around | null>(null);

  /** The user who is open. */
  get user(): number | null {
    const { user } = router.route.params;
    return user !== undefined && /^\d+$/.test(user) ? Number(user) : null;
  }

  /** Whether a new one is being written. */
  get isNew(): boolean {
    return router.route.params.user === 'new';
  }

  /** Opens a user here, in place of the one who is open. */
  open(id: number): void {
    router.amend({ user: String(id) });
  }

  close(): void {
    router.amend({ user: null, into: null });
    this.around?.closed();
  }
}

export const drawer = new DrawerState();
