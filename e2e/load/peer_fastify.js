// The same by Fastify and pg:
//
//     node peer_fastify.js 7002        connects by PEER_DATABASE
import Fastify from "fastify";
import pg from "pg";

const DATE = 1082;
pg.types.setTypeParser(DATE, (day) => day);
const pool = new pg.Pool({ connectionString: process.env.PEER_DATABASE, max: 8 });
const list = `
  SELECT a.id, a.practitioner_id, a.status, a.rank, a.service_id, a.unit_id, a.post_id, a.quotity, a.valid_from, a.valid_to
  FROM affectations a JOIN establishments e ON e.subject_id = a.establishment_id
  WHERE e.finess_ej = $1 AND e.superseded_by IS NULL AND e.valid_from <= CURRENT_DATE AND e.valid_to > CURRENT_DATE
    AND a.superseded_by IS NULL AND a.valid_from <= CURRENT_DATE AND a.valid_to > CURRENT_DATE
  ORDER BY a.service_id, a.rank, a.subject_id LIMIT $2`;

const app = Fastify();
app.get("/affectations", async (request) => {
  const values = [request.query.establishment, Number(request.query.limit ?? 50)];
  return (await pool.query({ name: "list", text: list, values })).rows;
});
app.listen({ port: Number(process.argv[2]), host: "127.0.0.1" });
