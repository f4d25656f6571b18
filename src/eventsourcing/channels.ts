/** What processes tell each other through the database (NOTIFY): hints, so that nobody need look again and again. */
export const channels = {
  /** `<read model> <position>`: its rows hold every event up to there. */
  passed: 'passed',
  /** `<reader>`: look again where you stand; a parked event is to be tried again, or a table was replaced. */
  lookAgain: 'look_again',
  /** `<queue>`: there is work. */
  jobs: 'jobs',
} as const;
