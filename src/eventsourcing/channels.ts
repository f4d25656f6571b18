/** What processes tell each other through the database (NOTIFY): hints, so that nobody need look again and again. */
export const channels = {
  /** `<read model> <position>`: its rows hold every event up to there. */
  passed: 'passed',
  /** `<reader>`: what was parked is to be tried again, or passed over. */
  parking: 'parking',
  /** `<queue>`: there is work. */
  jobs: 'jobs',
} as const;
