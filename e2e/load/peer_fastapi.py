"""The list of affectations of an establishment by FastAPI and SQLAlchemy, on the tables of logimedh, without rights.

    uvicorn peer_fastapi:app --port 7001 --workers 2 --no-access-log        connects by PEER_DATABASE
"""

import os

from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

LIST = text("""
    SELECT a.id, a.practitioner_id, a.status, a.rank, a.service_id, a.unit_id, a.post_id, a.quotity, a.valid_from, a.valid_to
    FROM affectations a JOIN establishments e ON e.subject_id = a.establishment_id
    WHERE e.finess_ej = :finess AND e.superseded_by IS NULL AND e.valid_from <= CURRENT_DATE AND e.valid_to > CURRENT_DATE
      AND a.superseded_by IS NULL AND a.valid_from <= CURRENT_DATE AND a.valid_to > CURRENT_DATE
    ORDER BY a.service_id, a.rank, a.subject_id LIMIT :limit""")
engine = create_async_engine(os.environ["PEER_DATABASE"].replace("postgres://", "postgresql+psycopg://"), pool_size=8)
app = FastAPI()


@app.get("/affectations")
async def affectations(establishment: str, limit: int = 50):
    async with engine.connect() as connection:
        rows = await connection.execute(LIST, {"finess": establishment, "limit": limit})
        return [dict(row._mapping) for row in rows]
