/** What a rule would find as it is written now: asked once typing rests, and only the last answer counts. */
import { call, type RuleSource, type TriedRule } from '../../../lib/backend';
import { Resource } from '../../../lib/state/resource.svelte';

/** How long after the last key it is asked, in milliseconds. */
const REST = 300;

export class Trying {
  private source: RuleSource | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** What was tried last, as text, so that it is known whether an answer is of what stands there now. */
  private asked = $state('');
  private wanted = $state('');
  readonly tried = new Resource<TriedRule>(() => call('audit_rule_try', this.source ?? { text: '' }));

  /** Whether the answer is still of an earlier text. */
  get late(): boolean {
    return this.asked !== this.wanted || this.tried.value === null;
  }

  /** A source that changed. */
  ask(source: RuleSource): void {
    const key = JSON.stringify(source);
    if (key === this.wanted) return;
    this.wanted = key;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.now(source), this.asked === '' ? 0 : REST);
  }

  /** The answer to this source, at once. */
  async now(source: RuleSource): Promise<TriedRule | null> {
    clearTimeout(this.timer);
    const key = JSON.stringify(source);
    this.source = source;
    this.wanted = key;
    await this.tried.load();
    if (key === this.wanted) this.asked = key;
    return key === this.wanted ? this.tried.value : null;
  }

  close(): void {
    clearTimeout(this.timer);
    this.tried.clear();
  }
}
