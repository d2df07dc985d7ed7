using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ContactCenter.Server.Platform.Data.Migrations;

[DbContext(typeof(AppDb)), Migration("0001_platform")] public sealed class PlatformTables : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0002_clients")] public sealed class ClientsTables : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0003_access")] public sealed class AccessTables : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0004_contacts")] public sealed class ContactsTables : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0005_agents")] public sealed class AgentsTables : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0006_tickets")] public sealed class TicketsTables : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0007_routing")] public sealed class RoutingTables : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0008_channels")] public sealed class ChannelsTables : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0009_people")] public sealed class PeoplesWalls : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0010_nodes")] public sealed class NodesTables : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0012_knowledge")] public sealed class KnowledgeTables : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0013_files")] public sealed class FilesTables : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0014_desk")] public sealed class DeskTables : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0015_mentions_and_days")] public sealed class MentionsTables : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0016_floor")] public sealed class FloorIndexes : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0017_calendars")] public sealed class CalendarTables : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0018_widget_looks")] public sealed class WidgetLooks : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0019_quality")] public sealed class QualityTables : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0020_preferences")] public sealed class RoutingPreferences : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0021_shares")] public sealed class SharesTable : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0023_opening")] public sealed class QueueOpening : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0024_queue_counts")] public sealed class QueueCounts : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0026_simulations")] public sealed class SimulationTables : SqlMigration;
[DbContext(typeof(AppDb)), Migration("0027_drafts")] public sealed class RuleDrafts : SqlMigration;
