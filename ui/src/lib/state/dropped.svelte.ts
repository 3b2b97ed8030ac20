/** Files that were dropped on the window and wait for the import to look at them. */

class Dropped {
  files = $state.raw<string[]>([]);

  /** Hands them over, once. */
  take(): string[] {
    const { files } = this;
    this.files = [];
    return files;
  }
}

export const dropped = new Dropped();
