-- Numbers are taken beside the transactions that open tickets, by the jobs' login.
GRANT USAGE ON SCHEMA tickets TO cc_jobs;
CREATE POLICY jobs ON tickets.numbers TO cc_jobs USING (true);
GRANT SELECT, INSERT, UPDATE ON tickets.numbers TO cc_jobs;
