// The rival's rows in SQLite, as durable as ours: WAL, FULL, every statement prepared once.
import Database from "better-sqlite3";

const GRANTABLE = new Set([
  "AccessToken",
  "AuthorizationCode",
  "RefreshToken",
  "DeviceCode",
  "BackchannelAuthenticationRequest",
]);

export function storeIn(file) {
  const db = new Database(file);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.exec(`
    CREATE TABLE IF NOT EXISTS row (
      id TEXT PRIMARY KEY, payload TEXT NOT NULL, grant_id TEXT, uid TEXT, expires_at INTEGER
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS row_grant ON row (grant_id) WHERE grant_id IS NOT NULL;
    CREATE INDEX IF NOT EXISTS row_uid ON row (uid) WHERE uid IS NOT NULL;
  `);
  const put = db.prepare(
    `INSERT INTO row VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET payload = excluded.payload,
     grant_id = excluded.grant_id, uid = excluded.uid, expires_at = excluded.expires_at`,
  );
  const byId = db.prepare("SELECT payload, expires_at FROM row WHERE id = ?");
  const byUid = db.prepare("SELECT payload, expires_at FROM row WHERE uid = ?");
  const consume = db.prepare(
    "UPDATE row SET payload = json_set(payload, '$.consumed', unixepoch()) WHERE id = ?",
  );
  const drop = db.prepare("DELETE FROM row WHERE id = ?");
  const dropGrant = db.prepare("DELETE FROM row WHERE grant_id = ?");

  function alive(found) {
    if (!found || (found.expires_at && found.expires_at <= Date.now() / 1000)) return undefined;
    return JSON.parse(found.payload);
  }

  return class {
    constructor(kind) {
      this.kind = kind;
    }

    key(id) {
      return `${this.kind}:${id}`;
    }

    async upsert(id, payload, expiresIn) {
      const ends = expiresIn ? Math.floor(Date.now() / 1000) + expiresIn : null;
      const grant = GRANTABLE.has(this.kind) ? (payload.grantId ?? null) : null;
      const uid = this.kind === "Session" ? payload.uid : null;
      put.run(this.key(id), JSON.stringify(payload), grant, uid, ends);
    }

    async find(id) {
      return alive(byId.get(this.key(id)));
    }

    async findByUid(uid) {
      return alive(byUid.get(uid));
    }

    async findByUserCode() {
      return undefined;
    }

    async consume(id) {
      consume.run(this.key(id));
    }

    async destroy(id) {
      drop.run(this.key(id));
    }

    async revokeByGrantId(grantId) {
      dropGrant.run(grantId);
    }
  };
}
