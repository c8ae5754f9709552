/** The option of commands that look at queries. */
export const DATABASE_OPTION = [
  "--database <db>",
  "what queries are put to: a URL of PostgreSQL, whose password PGPASSWORD or a passfile has, " +
    "or an SQLite file",
] as const;
