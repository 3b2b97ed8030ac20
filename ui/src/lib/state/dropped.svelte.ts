/** Files that were dropped on the window and wait for the import to look at them. */

/** A screen that takes files itself while it is there. */
export interface Taker {
  /** What dropping these would do. */
  title: (files: number) => string;
  /** What will happen then. */
  means: string;
  take: (paths: string[]) => void;
}

class Dropped {
  files = $state.raw<string[]>([]);
  taker = $state.raw<Taker | null>(null);

  /** Takes what is dropped, until what it returns is called. */
  by(taker: Taker): () => void {
    this.taker = taker;
    return () => {
      if (this.taker === taker) this.taker = null;
    };
  }

  /** Hands them over, once. */
  take(): string[] {
    const { files } = this;
    this.files = [];
    return files;
  }
}

export const dropped = new Dropped();
