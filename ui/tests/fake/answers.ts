/** What the in-memory realm answers to each command: one file per topic. */
import type { OnProgress } from '../../src/lib/backend/transport';
import type { Commands } from '../../src/lib/backend/types';
import { auditAnswers } from './audits';
import { changeAnswers } from './changes';
import { exportAnswers } from './exports';
import { groupAnswers } from './groups';
import { historyAnswers } from './history';
import { importAnswers } from './importing';
import { logAnswers } from './log';
import { mapAnswers } from './maps';
import { pastAnswers } from './past';
import { planAnswers } from './plans';
import { profileAnswers } from './profile';
import { reviewAnswers } from './reviews';
import { roleAnswers } from './roles';
import { searchAnswers } from './search';
import { seatAnswers } from './seats';
import { userAnswers } from './users';
import { vaultAnswers } from './vault';
import type { World } from './world';

export type Answers = {
  [C in keyof Commands]: (
    request: Commands[C]['request'],
    progress: OnProgress,
  ) => Commands[C]['answer'] | Promise<Commands[C]['answer']>;
};

export function answersOf(world: World): Answers {
  const changes = changeAnswers(world);
  return {
    ...vaultAnswers(world),
    ...userAnswers(world),
    ...searchAnswers(world),
    ...profileAnswers(world),
    ...changes,
    ...reviewAnswers(world, changes),
    ...auditAnswers(world),
    ...groupAnswers(world),
    ...roleAnswers(world),
    ...mapAnswers(world),
    ...importAnswers(),
    ...seatAnswers(world),
    ...historyAnswers(world),
    ...planAnswers(world),
    ...pastAnswers(world),
    ...exportAnswers(world),
    ...logAnswers(),
  };
}
