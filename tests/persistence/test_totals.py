"""An older database learns how many accounts it has, lines that wait for their place included."""

from sqlalchemy import create_engine, text

from domain.accounts.create import add_account
from domain.accounts.erase import erase
from domain.accounts.records import AccountStatus
from domain.figures.count import sequence_and_count
from persistence.engine import read_url
from persistence.migrations import history
from persistence.migrations.line import upgrade
from tests.support.databases import opened
from tests.support.ground import an_operator
from tests.support.stage import Stage

ERASER = an_operator("accounts.erase")


def made(stage):
    account = stage.write(lambda work: add_account(work, status=AccountStatus.ENABLED))
    return account.id


def erased(stage, account_id):
    stage.write(lambda work: erase(work, account_id), actor=ERASER)


def chained(stage, limit=500):
    return stage.write(lambda work: sequence_and_count(work, limit))


def forget_totals(url):
    """Bring a database to the state before totals were kept."""
    target = read_url(url)
    if target.get_backend_name() != "sqlite":
        target = target.set(drivername="postgresql+psycopg")
    engine = create_engine(target)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE total"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0012'"))
    engine.dispose()


def test_an_older_database_is_counted_once(database_url):
    database = opened(database_url)
    stage = Stage(database)
    stage.settle()
    first, second, _ = made(stage), made(stage), made(stage)
    erased(stage, first)
    chained(stage)
    made(stage)
    erased(stage, second)  # these two wait for their place in the log
    database.close()
    forget_totals(database_url)
    with history._connected(read_url(database_url)) as connection:
        upgrade(connection, "0013")
    database = opened(database_url)
    stage = Stage(database)

    def counted():
        return stage.read(lambda work: work.totals.of("accounts"))

    assert counted() == 2
    chained(stage)
    assert counted() == 2
    made(stage)
    chained(stage)
    assert counted() == 3
    database.close()
