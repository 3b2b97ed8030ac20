import { formatter } from '../format';

/** English as the rest of the world writes dates: 20 Nov 2026. */
export const f = formatter('en-GB');
