#!/bin/sh
# Runs once, when the database's folder is made: an owner who is no superuser and may make the server's two logins.
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$CC_OWNER_PASSWORD" --username="$POSTGRES_USER" --dbname=postgres <<'SQL'
CREATE ROLE cc_owner LOGIN CREATEROLE PASSWORD :'password';
CREATE DATABASE contactcenter OWNER cc_owner;
REVOKE ALL ON DATABASE contactcenter FROM PUBLIC;
GRANT CONNECT ON DATABASE contactcenter TO PUBLIC;
SQL
