using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ContactCenter.Server.Platform.Data;

/// <summary>A step of the schema: the .sql file of the migration's own name. Only ever forwards.</summary>
public abstract class SqlMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var name = GetType().GetCustomAttribute<MigrationAttribute>()!.Id;
        var assembly = typeof(SqlMigration).Assembly;
        var resource = assembly.GetManifestResourceNames().Single(r => r.EndsWith($".{name}.sql", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        migrationBuilder.Sql(reader.ReadToEnd());
    }
}
