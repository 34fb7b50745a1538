from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, inspect

from desk.domain.errors import DeskError
from desk.store import migrations, search_writing
from desk.store.engine import FILE_NAME, Store, open_file, open_store
from desk.store.search_index import SearchIndex
from desk.store.search_text import SearchDocument
from desk.store.tables import metadata
from tests.support.dump import canonical_dump
from tests.support.stores import KEY, fill, made_by_older

FOLDER = Path(migrations.__file__).parent


def revisions() -> list[str]:
    """All revisions, the oldest first."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    found = [one.revision for one in ScriptDirectory.from_config(config).walk_revisions()]
    return found[::-1]


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Store]:
    """A store whose own tables were taken away again."""
    opened = open_store(tmp_path / "bare", KEY)
    with opened.write() as connection:
        migrations.downgrade(connection, "base")
    yield opened
    opened.close()


def own_tables(connection: Connection) -> set[str]:
    names = set(inspect(connection).get_table_names())
    return {one for one in names if not one.startswith(("search_", "gram_df", "term", "alembic_version"))}


def shape(connection: Connection) -> dict[str, object]:
    """Everything about the tables that a database knows: columns, keys, indexes."""
    found = MetaData()
    found.reflect(connection, only=sorted(own_tables(connection)))
    inspector = inspect(connection)
    return {
        name: (
            [(c.name, str(c.type), c.nullable, str(c.server_default and c.server_default.arg)) for c in table.columns],  # type: ignore[attr-defined]
            sorted((str(one["name"]), tuple(one["column_names"])) for one in inspector.get_indexes(name)),
            sorted((str(one["name"]), tuple(one["column_names"])) for one in inspector.get_unique_constraints(name)),
            sorted(
                (str(one["name"]), tuple(one["constrained_columns"]), one["referred_table"], str(one["options"]))
                for one in inspector.get_foreign_keys(name)
            ),
        )
        for name, table in found.tables.items()
    }


def test_the_newest_revision_is_the_one_this_desk_writes() -> None:
    assert revisions()[-1] == migrations.HEAD
    assert set(revisions()) == migrations.KNOWN


def test_models_equal_the_migrated_schema(store: Store) -> None:
    with store.read() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: kind != "table" or name in metadata.tables,
            },
        )
        assert compare_metadata(context, metadata) == []
        migrated = shape(connection)
    with store.write() as connection:
        migrations.downgrade(connection, "base")
        metadata.create_all(connection)
        assert shape(connection) == migrated
    assert set(migrated) == set(metadata.tables)


def test_a_column_too_many_would_be_seen(store: Store) -> None:
    """The comparison above can fail."""
    with store.write() as connection:
        before = shape(connection)
        connection.exec_driver_sql("alter table orders add column extra text")
        assert shape(connection) != before
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert any("extra" in str(one) for one in compare_metadata(context, metadata))


@pytest.mark.parametrize("revision", revisions())
def test_each_revision_goes_up_and_down_and_up_again(bare: Store, revision: str) -> None:
    before = revisions().index(revision)
    with bare.write() as connection:
        if before:
            migrations.upgrade(connection, revisions()[before - 1])
        below = shape(connection)
        migrations.upgrade(connection, revision)
        above = shape(connection)
        assert above != below
        migrations.downgrade(connection, revisions()[before - 1] if before else "base")
        assert shape(connection) == below
        migrations.upgrade(connection, revision)
        assert shape(connection) == above


@pytest.mark.parametrize("revision", revisions())
def test_data_written_today_survives_going_down_and_up(store: Store, revision: str) -> None:
    """Down to each revision that still has the tables, and up again; the first one's `down` takes everything."""
    fill(store, 40)
    with store.write() as connection:
        told = dump(connection)
        migrations.downgrade(connection, revision)
        migrations.upgrade(connection)
        assert dump(connection) == told
    assert len(told) == 40


def dump(connection: Connection) -> list[dict[str, object]]:
    return canonical_dump(connection.connection.driver_connection)  # type: ignore[arg-type]


def test_going_down_all_the_way_leaves_nothing(bare: Store) -> None:
    with bare.read() as connection:
        assert own_tables(connection) == set()


def test_a_revision_that_fails_leaves_the_store_as_it_was(bare: Store) -> None:
    """Revisions run inside the caller's transaction, data definitions included."""
    with bare.write() as connection:
        connection.exec_driver_sql("create table orders (in_the_way text)")
    from desk.domain.errors import StoreError

    with pytest.raises(StoreError), bare.write() as connection:
        migrations.upgrade(connection)
    with bare.read() as connection:
        assert own_tables(connection) == {"orders"}


def test_a_store_of_an_older_desk_opens_and_finds_misspellings_as_a_new_one(folder: Path) -> None:
    """Its search tables are there already, know a word by its first two letters, and have other pieces of words."""
    made = open_store(folder, KEY)
    fill(made, 20)
    with made.write() as connection:
        run = connection.exec_driver_sql
        (name,) = run("select t from term where length(t) > 6 order by t limit 1").one()
        migrations.downgrade(connection, "0002")
        run("delete from term_del where d not in (select substr(t, 2) from term)")
        run("insert into search_gr(search_gr) values ('delete-all')")
        run("pragma user_version = 0")
    made.close()
    opened = open_store(folder, KEY)
    with closing(opened.raw_connection()) as raw:
        index = SearchIndex(raw)
        assert index.search(name[:3] + name[4:]), name
        assert index.search(name[2:]), name
        assert index.check() == []
    opened.close()


class Stop(DeskError):
    code = "stop"


def test_who_waits_for_an_older_search_index_hears_how_far_it_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_writing, "_RENEWED_AT_ONCE", 8)
    made_by_older(folder, 20)
    told: list[tuple[int, int]] = []
    open_store(folder, KEY, renewing=lambda done, total: told.append((done, total))).close()
    assert told == [(8, 20), (16, 20), (20, 20), (20, 20)]
    told.clear()
    open_store(folder, KEY, renewing=lambda done, total: told.append((done, total))).close()
    assert told == [], "it is made once"


def test_a_renewal_of_the_search_index_that_is_called_off_goes_on_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_writing, "_RENEWED_AT_ONCE", 8)
    made_by_older(folder, 20)

    def call_off(done: int, _: int) -> None:
        if done >= 16:
            raise Stop("Later.")

    with pytest.raises(Stop):
        open_store(folder, KEY, renewing=call_off)
    told: list[int] = []
    opened = open_store(folder, KEY, renewing=lambda done, _: told.append(done))
    assert told == [20, 20]
    with closing(opened.raw_connection()) as raw:
        assert SearchIndex(raw).check() == []
        assert raw.execute("pragma user_version").fetchone() == (migrations.SEARCH_FORMAT,)
    opened.close()


def test_what_is_stored_while_the_search_index_is_renewed_is_in_it_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a program that had the store open before."""
    monkeypatch.setattr(search_writing, "_RENEWED_AT_ONCE", 8)
    made_by_older(folder, 20)

    def store_more(done: int, _: int) -> None:
        if done == 8:
            with closing(open_file(folder / FILE_NAME, KEY)) as other:
                other.execute("begin immediate")
                words = {"names": ("Ada Lovelace",), "recency": 2_000_000_000}
                SearchIndex(other).put([SearchDocument(kind="order", owner_id=10**6, **words)])  # type: ignore[arg-type]
                other.execute("commit")

    opened = open_store(folder, KEY, renewing=store_more)
    with closing(opened.raw_connection()) as raw:
        index = SearchIndex(raw)
        assert [hit.owner_id for hit in index.search("lovelace")] == [10**6]
        assert index.check() == []
    opened.close()


def test_a_search_index_of_a_newer_desk_is_made_as_this_one_reads_it(folder: Path) -> None:
    made = open_store(folder, KEY)
    fill(made, 20)
    with made.write() as connection:
        run = connection.exec_driver_sql
        run("insert into search_gr(search_gr) values ('delete-all')")  # other pieces than ours
        run(f"pragma user_version = {migrations.SEARCH_FORMAT + 1}")
    made.close()
    opened = open_store(folder, KEY)
    with closing(opened.raw_connection()) as raw:
        assert SearchIndex(raw).check() == []
        assert raw.execute("pragma user_version").fetchone() == (migrations.SEARCH_FORMAT,)
    opened.close()
