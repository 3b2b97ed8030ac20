// Random numbers that can be had again: a test prints its seed.

/** A generator of numbers in [0, 1) from a seed (mulberry32). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = state;
    value = Math.imul(value ^ (value >>> 15), value | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The seed to use: `MUSTER_SEED`, or a new one. */
export function chooseSeed() {
  return process.env.MUSTER_SEED ? Number(process.env.MUSTER_SEED) : Math.floor(Math.random() * 2 ** 32);
}
