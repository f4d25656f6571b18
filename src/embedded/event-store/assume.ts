/** The only cast of the embedded event store. Each use says beside it why the compiler cannot know and we can. */
export const assume = <T>(value: unknown): T => value as T;
